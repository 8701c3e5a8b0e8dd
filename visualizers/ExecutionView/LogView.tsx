import { ArrowDownToLine, Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { download } from '../controls/index.ts';
import { classNames, IconButton } from '../ui/index.ts';
import styles from './LogView.module.css';
import type { Line, Style, Terminal } from './Terminal.ts';

export interface LogViewProps {
  readonly label: string;
  readonly terminal: Terminal;
  readonly version: number;
  readonly address: string;
  readonly fileName: string;
  readonly running: boolean;
}

const LINE = 19;
const MARGIN = 20;

/** The output of a job. Only the lines in sight are elements; it follows the end until one scrolls away. */
export function LogView({ label, terminal, version, address, fileName, running }: LogViewProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [follow, setFollow] = useState(true);
  const [window, setWindow] = useState({ from: 0, to: 80 });
  const { count } = terminal;
  useEffect(() => {
    const element = frame.current;
    if (element && follow) element.scrollTop = element.scrollHeight;
  }, [follow, version, count]);
  const look = () => {
    const element = frame.current;
    if (!element) return;
    const from = Math.max(0, Math.floor(element.scrollTop / LINE) - MARGIN);
    const to = Math.ceil((element.scrollTop + element.clientHeight) / LINE) + MARGIN;
    setWindow((now) => (now.from === from && now.to === to ? now : { from, to }));
    setFollow(element.scrollHeight - element.scrollTop - element.clientHeight < 2 * LINE);
  };
  const shown = { from: Math.min(window.from, count), to: Math.min(window.to, count) };
  const lines = Array.from({ length: shown.to - shown.from }, (_, index) => shown.from + index);
  return (
    <div className={styles.log}>
      <div className={styles.tools}>
        <IconButton
          label="Follow the output"
          icon={<ArrowDownToLine />}
          pressed={follow}
          onClick={() => setFollow((now) => !now)}
        />
        <IconButton
          label="Download the output"
          icon={<Download />}
          onClick={() => download(address, fileName)}
        />
      </div>
      <div ref={frame} className={styles.frame} role="log" aria-label={label} tabIndex={0} onScroll={look}>
        {count === 0 ? (
          <p className={styles.silent}>
            {running ? 'It has not printed anything yet.' : 'It printed nothing.'}
          </p>
        ) : (
          <div className={styles.paper} style={{ height: count * LINE }}>
            <div style={{ transform: `translateY(${String(shown.from * LINE)}px)` }}>
              {lines.map((index) => (
                <TextLine key={index} line={terminal.line(index)} />
              ))}
            </div>
          </div>
        )}
      </div>
    </div>
  );
}

function TextLine({ line }: { readonly line: Line }) {
  return (
    <div className={styles.line}>
      {line.map(({ text, style }, index) => (
        <span key={index} className={classOf(style)}>
          {text}
        </span>
      ))}
    </div>
  );
}

const classOf = ({ colour, bold, dim }: Style) =>
  classNames(
    colour !== undefined && styles[COLOURS[colour % 8] ?? ''],
    bold && styles.bold,
    dim && styles.dim,
  );

const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
