export { Gateway, GatewayError, wordsOf, type HistoryPage } from './Gateway.ts';
export { GatewayContext, useGateway, useRemote } from './GatewayContext.ts';
export { Remote } from './Remote.ts';
