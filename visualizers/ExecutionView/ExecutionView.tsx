export default function ExecutionView() {
  return null;
}
