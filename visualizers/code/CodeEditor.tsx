import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { python } from '@codemirror/lang-python';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Annotation, EditorState, StateEffect, StateField, type Extension } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { range } from 'd3';
import { useEffect, useEffectEvent, useRef } from 'react';
import { incomingChange } from './textChange.ts';
import { theme } from './theme.ts';

/** From 1, inclusive. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

export interface CodeEditorProps {
  readonly label: string;
  readonly value: string;
  /** Every edit of this person; leave it out for code that is only shown. */
  readonly onEdit?: (text: string) => void;
  readonly onLeave?: () => void;
  /** A line to mark as the one that failed, from 1. */
  readonly failingLine?: number;
  /** Lines that belong to what is selected elsewhere. */
  readonly marked?: readonly LineRange[];
  /** The person went to a line. */
  readonly onLine?: (line: number) => void;
}

const Remote = Annotation.define<boolean>();

/** Python with the manners of an editor. What others write appears where one is not writing oneself. */
export default function CodeEditor({
  label,
  value,
  onEdit,
  onLeave,
  failingLine,
  marked = NONE,
  onLine,
}: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const base = useRef(value);
  const edited = useEffectEvent((text: string) => onEdit?.(text));
  const left = useEffectEvent(() => onLeave?.());
  const wentTo = useEffectEvent((line: number) => onLine?.(line));
  const editable = onEdit !== undefined;

  useEffect(() => {
    if (!place.current) return undefined;
    const listener = EditorView.updateListener.of((update) => {
      const own = update.transactions.some((one) => one.docChanged && one.annotation(Remote) !== true);
      if (own) edited(update.state.doc.toString());
      if (update.transactions.some((one) => one.isUserEvent('select'))) {
        wentTo(update.state.doc.lineAt(update.state.selection.main.head).number);
      }
      if (update.focusChanged && !update.view.hasFocus) left();
    });
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: base.current,
        extensions: [extensions(label, editable), failing(failingLine), marks, listener],
      }),
    });
    view.current = editor;
    if (failingLine !== undefined) showLine(editor, failingLine);
    return () => {
      base.current = editor.state.doc.toString();
      editor.destroy();
    };
  }, [label, editable, failingLine]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const change = incomingChange(base.current, editor.state.doc.toString(), value);
    base.current = value;
    if (change && editor.state.doc.toString() !== value) {
      editor.dispatch({ changes: change, annotations: Remote.of(true) });
    }
  }, [value]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    editor.dispatch({ effects: [mark.of(marked), ...scrollTo(editor, marked[0]?.from)] });
  }, [marked, value]);

  return <div ref={place} style={{ height: '100%', minHeight: 0 }} />;
}

function extensions(label: string, editable: boolean): Extension {
  const shown = [
    python(),
    theme,
    lineNumbers(),
    drawSelection(),
    bracketMatching(),
    highlightSelectionMatches(),
    indentUnit.of('    '),
    EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
    keymap.of([...searchKeymap]),
  ];
  if (!editable) {
    // Focusable, so that it can be scrolled and selected with the keyboard.
    return [...shown, EditorState.readOnly.of(true)];
  }
  return [
    ...shown,
    history(),
    indentOnInput(),
    closeBrackets(),
    autocompletion(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    keymap.of([
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...historyKeymap,
      ...completionKeymap,
      indentWithTab,
    ]),
  ];
}

const NONE: readonly LineRange[] = [];
const mark = StateEffect.define<readonly LineRange[]>();
const markedLine = Decoration.line({ class: 'cm-marked' });

const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (before, { effects, changes, state }) => {
    const ranges = effects.find((effect) => effect.is(mark))?.value;
    return ranges ? Decoration.set(linesIn(state, ranges), true) : before.map(changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const linesIn = ({ doc }: EditorState, ranges: readonly LineRange[]) =>
  ranges.flatMap(({ from, to }) =>
    range(from, Math.min(to, doc.lines) + 1).map((line) => markedLine.range(doc.line(line).from)),
  );

/** Only what is out of sight is scrolled to. */
function scrollTo({ state }: EditorView, line: number | undefined) {
  if (line === undefined || line > state.doc.lines) return [];
  return [EditorView.scrollIntoView(state.doc.line(line).from, { y: 'nearest', yMargin: 40 })];
}

function failing(line: number | undefined): Extension {
  if (line === undefined) return [];
  const mark = Decoration.line({ class: 'cm-failing', attributes: { 'aria-label': 'This line failed' } });
  return EditorView.decorations.of((editor) => {
    if (line > editor.state.doc.lines) return Decoration.none;
    return Decoration.set([mark.range(editor.state.doc.line(line).from)]);
  });
}

function showLine(editor: EditorView, line: number) {
  if (line > editor.state.doc.lines) return;
  const { from } = editor.state.doc.line(line);
  editor.dispatch({ effects: EditorView.scrollIntoView(from, { y: 'center' }) });
}
