import { Fragment, useState, type ReactNode } from 'react';
import styles from './forms.module.css';
import { firstSentence, parseInline, parseMarkdown, type Block, type Inline } from './markdown.ts';

/** Documentation as elements; whatever looks like markup in it stays text. */
export function Markdown({ source }: { readonly source: string }) {
  return <div className={styles.markdown}>{parseMarkdown(source).map(blockElement)}</div>;
}

/** The first sentence, and the rest when it is asked for. */
export function Hint({ source }: { readonly source: string }) {
  const [all, setAll] = useState(false);
  const first = firstSentence(source);
  const hasMore = first.length < source.trim().length;
  return (
    <>
      {all ? <Markdown source={source} /> : inline(parseInline(first))}{' '}
      {hasMore && (
        <button type="button" className={styles.more} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Less' : 'More'}
        </button>
      )}
    </>
  );
}

function blockElement(block: Block, index: number): ReactNode {
  switch (block.kind) {
    case 'paragraph':
      return <p key={index}>{inline(block.text)}</p>;
    case 'heading':
      return (
        <p key={index}>
          <strong>{inline(block.text)}</strong>
        </p>
      );
    case 'list':
      return (
        <ul key={index}>
          {block.items.map((item, at) => (
            <li key={at}>{inline(item)}</li>
          ))}
        </ul>
      );
    case 'code':
      return (
        <pre key={index} tabIndex={0}>
          <code>{block.code}</code>
        </pre>
      );
    default:
      return block satisfies never;
  }
}

const inline = (pieces: readonly Inline[]) => pieces.map(inlineElement);

function inlineElement(piece: Inline, index: number): ReactNode {
  const { text } = piece;
  switch (piece.kind) {
    case 'code':
      return <code key={index}>{text}</code>;
    case 'strong':
      return <strong key={index}>{text}</strong>;
    case 'link':
      return (
        <a key={index} href={piece.address} target="_blank" rel="noreferrer">
          {text}
        </a>
      );
    case 'text':
      return <Fragment key={index}>{text}</Fragment>;
    default:
      return piece satisfies never;
  }
}
