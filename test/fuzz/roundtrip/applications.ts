const families = {
  ConvNeXt: ['Tiny', 'Small', 'Base', 'Large', 'XLarge'],
  DenseNet: ['121', '169', '201'],
  EfficientNet: [
    'B0',
    'B1',
    'B2',
    'B3',
    'B4',
    'B5',
    'B6',
    'B7',
    'V2B0',
    'V2B1',
    'V2B2',
    'V2B3',
    'V2S',
    'V2M',
    'V2L',
  ],
  Inception: ['V3', 'ResNetV2'],
  MobileNet: ['', 'V2', 'V3Small', 'V3Large'],
  NASNet: ['Mobile', 'Large'],
  ResNet: ['50', '101', '152', '50V2', '101V2', '152V2'],
  VGG: ['16', '19'],
  Xception: [''],
};

/** Every model of keras.applications. */
export const APPLICATIONS: readonly string[] = Object.entries(families).flatMap(([family, members]) =>
  members.map((member) => family + member),
);
