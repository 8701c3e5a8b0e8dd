/** Every model of keras.applications, with the size of the smallest image that it is run on. */
export const APPLICATIONS: Readonly<Record<string, number>> = {
  ...family('ConvNeXt', ['Tiny', 'Small', 'Base', 'Large', 'XLarge'], 32),
  ...family('DenseNet', ['121', '169', '201'], 32),
  ...family('EfficientNet', ['B0', 'B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7'], 32),
  ...family('EfficientNetV2', ['B0', 'B1', 'B2', 'B3', 'S', 'M', 'L'], 32),
  ...family('Inception', ['V3', 'ResNetV2'], 75),
  ...family('MobileNet', ['', 'V2', 'V3Small', 'V3Large'], 32),
  ...family('NASNet', ['Mobile', 'Large'], 32),
  ...family('ResNet', ['50', '101', '152', '50V2', '101V2', '152V2'], 32),
  ...family('VGG', ['16', '19'], 32),
  Xception: 71,
};

function family(name: string, members: readonly string[], size: number) {
  return Object.fromEntries(members.map((member) => [name + member, size]));
}
