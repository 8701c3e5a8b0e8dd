export type { CustomLayer } from './customLayer.ts';
export { CUSTOM_CATEGORY, customLayersOf, type CustomLayers } from './customLayersOf.ts';
export { missingClass, ruleOfCustom } from './inferCustom.ts';
export { readsModule } from './readModule.ts';
export { customLayerIn, documentationIn, layerTypeIn, outputNamesIn } from './layerTypeIn.ts';
export { layerWithCustom, sourcesOf, typesWithin } from './layerWithCustom.ts';
