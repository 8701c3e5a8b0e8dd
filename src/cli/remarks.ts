import type { ImportReport } from '../domain/import/imported.ts';

/** What an import has to say of single layers, a line each. */
export const remarksOf = ({ custom, notices }: ImportReport): string[] => [
  ...custom.map(({ layer, reason }) => `${layer}: ${reason}`),
  ...notices.map(({ layer, message }) => `${layer}: ${message}`),
];
