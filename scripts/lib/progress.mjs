/**
 * Says what is being done. On a terminal the last line counts in place; elsewhere (a log, CI) only whole
 * tenths are written, so that a log stays short.
 */
const terminal = process.stderr.isTTY === true;

/** @param {string} text */
export const say = (text) => process.stderr.write(`${text}\n`);

/**
 * @param {string} title
 * @param {number} total
 * @param {string} unit
 * @returns {{ tick(): void, done(): void }}
 */
export function counter(title, total, unit) {
  const started = Date.now();
  let count = 0;
  let saidTenth = 0;
  say(`${title} ...`);
  const show = () => {
    const tenth = Math.floor((count / total) * 10);
    if (terminal) process.stderr.write(`\r  ${count} of ${total} ${unit}`);
    else if (tenth > saidTenth) say(`  ${count} of ${total} ${unit}`);
    saidTenth = Math.max(saidTenth, tenth);
  };
  return {
    tick() {
      if (count < total) count += 1;
      show();
    },
    done() {
      if (terminal) process.stderr.write('\r\x1b[K');
      say(`  done in ${seconds(Date.now() - started)}`);
    },
  };
}

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
