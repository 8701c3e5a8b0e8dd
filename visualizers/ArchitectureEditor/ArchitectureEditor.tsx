export default function ArchitectureEditor() {
  return null;
}
