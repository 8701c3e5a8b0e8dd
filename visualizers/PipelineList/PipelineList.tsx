import { DocumentList } from '../DocumentList/DocumentList.tsx';

export default function PipelineList() {
  return (
    <DocumentList
      concept="Pipeline"
      place="pipelines"
      title="Pipelines"
      noun="pipeline"
      newName="Pipeline"
      lesson="A pipeline connects operations, from data to a trained model. Executing it runs each of them as a Python process."
    />
  );
}
