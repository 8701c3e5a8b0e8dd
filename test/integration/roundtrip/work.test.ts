import { expect, test } from 'vitest';
import { checkArchitecture } from '../../../src/domain/architecture/check.ts';
import { kerasOfFile } from './kerasOfFile.ts';
import { imported } from './roundTrip.ts';

const keras = kerasOfFile();

/** Billions of multiply-adds for one image, as the papers state them. */
const PUBLISHED: readonly (readonly [application: string, billions: number, paper: string])[] = [
  ['VGG16', 15.3, 'He et al. 2015, Deep Residual Learning, section 4.1'],
  ['ResNet50', 3.8, 'He et al. 2015, Deep Residual Learning, table 1'],
  ['MobileNet', 0.569, 'Howard et al. 2017, MobileNets, table 4'],
  ['MobileNetV2', 0.3, 'Sandler et al. 2018, MobileNetV2, table 4'],
  ['MobileNetV3Large', 0.219, 'Howard et al. 2019, Searching for MobileNetV3, table 3'],
  ['NASNetMobile', 0.564, 'Zoph et al. 2018, Learning Transferable Architectures, table 3'],
  ['EfficientNetB0', 0.39, 'Tan and Le 2019, EfficientNet, table 2'],
  ['ConvNeXtTiny', 4.5, 'Liu et al. 2022, A ConvNet for the 2020s, table 1'],
];

test.each(PUBLISHED)(
  '%s does %d billion multiply-adds, within three percent (%s)',
  async (application, billions) => {
    const { config } = await keras.ask({
      application,
      arguments: { input_shape: [224, 224, 3] },
      run: false,
    });
    const { view, architecture } = imported(config);
    const { macs } = checkArchitecture(view, architecture).totals;
    expect(macs.isComplete).toBe(true);
    expect(Math.abs(macs.value / 1e9 / billions - 1)).toBeLessThan(0.03);
  },
  180_000,
);
