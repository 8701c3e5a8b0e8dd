export { LongTextField } from './LongTextField.tsx';
export { ParsedField, type Parsed } from './ParsedField.tsx';
export { Resettable } from './Resettable.tsx';
export { Form, Section } from './Section.tsx';
