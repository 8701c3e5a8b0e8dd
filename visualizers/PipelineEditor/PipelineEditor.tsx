export default function PipelineEditor() {
  return null;
}
