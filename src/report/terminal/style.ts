/** How words are made to stand out; without colours every one leaves its text as it is. */
export interface Style {
  added(text: string): string;
  removed(text: string): string;
  danger(text: string): string;
  dim(text: string): string;
  bold(text: string): string;
}

const same = (text: string): string => text;

export const PLAIN: Style = { added: same, removed: same, danger: same, dim: same, bold: same };
