/** The tabs of a node's drawer, as they stand in the address. */
export const NODE_TABS = ['overview', 'charts', 'config', 'log', 'store'] as const
export type NodeTab = (typeof NODE_TABS)[number]
