import { describe, expect, test } from 'vitest';
import { densityOf } from '../../../visualizers/ArchitectureEditor/exporting/picture.ts';
import { fileName } from '../../../visualizers/controls/fileName.ts';

describe('a file name', () => {
  test.each([
    ['keeps a name as it is', 'ResNet 50', 'ResNet 50.keras'],
    ['stays in its folder', '../../etc/passwd', '_.._etc_passwd.keras'],
    ['holds nothing that a system reads otherwise', 'a:b*c?"<>|\n', 'a_b_c______.keras'],
    ['is not hidden', '.ssh', 'ssh.keras'],
    ['is not a device of Windows', 'CON', 'CON_.keras'],
    ['is never empty', '...', '_.keras'],
    ['is not longer than systems take', 'n'.repeat(300), `${'n'.repeat(100)}.keras`],
  ])('%s', (_rule, name, expected) => {
    expect(fileName(name, 'keras')).toBe(expected);
  });
});

describe('a picture has for each unit of the drawing', () => {
  test('two pixels where it fits', () => {
    expect(densityOf(800, 600)).toBe(2);
  });
  test('fewer where a side would be longer than a canvas can be', () => {
    expect(densityOf(100, 32_768)).toBe(0.5);
  });
  test('fewer where it would be larger than a canvas can be', () => {
    const density = densityOf(16_000, 16_000);
    expect(density).toBe(0.5);
    expect((16_000 * density) ** 2).toBeLessThanOrEqual(64_000_000);
  });
});
