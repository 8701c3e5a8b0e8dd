import { DocumentList } from '../DocumentList/DocumentList.tsx';

export default function ArchitectureList() {
  return (
    <DocumentList
      concept="Architecture"
      place="architectures"
      title="Architectures"
      noun="architecture"
      newName="Network"
      lesson="An architecture is a neural network drawn as a graph of Keras layers. A pipeline trains it by referring to it."
    />
  );
}
