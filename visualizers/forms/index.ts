export { Disclosure } from './Disclosure.tsx';
export { FieldGroup } from './FieldGroup.tsx';
export { LongTextField } from './LongTextField.tsx';
export { Hint, Markdown } from './Markdown.tsx';
export { ParsedField, type Parsed } from './ParsedField.tsx';
export { ResetButton } from './ResetButton.tsx';
export { Form, Section } from './Section.tsx';
