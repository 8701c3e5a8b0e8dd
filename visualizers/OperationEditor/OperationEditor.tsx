export default function OperationEditor() {
  return null;
}
