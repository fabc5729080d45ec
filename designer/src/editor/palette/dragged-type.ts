/** Names the node type in what is dragged from the palette. */
export const draggedType = 'application/x-lineshaft-node-type';
