export const T = {
  streamEnd: 1,
  versionDirective: 2,
  tagDirective: 3,
  documentStart: 4,
  documentEnd: 5,
  blockSequenceStart: 6,
  blockMappingStart: 7,
  blockEnd: 8,
  flowSequenceStart: 9,
  flowSequenceEnd: 10,
  flowMappingStart: 11,
  flowMappingEnd: 12,
  blockEntry: 13,
  flowEntry: 14,
  key: 15,
  value: 16,
  alias: 17,
  anchor: 18,
  tag: 19,
  scalar: 20,
} as const

/** How a scalar is written. */
export const STYLE = {plain: 0, double: 1, single: 2, literal: 3, folded: 4} as const

export class Token {
  /** of a tag: what follows the handle */
  suffix = ''
  style = 0

  constructor(
    readonly type: number,
    /** from 0 */
    readonly line: number,
    readonly column: number,
    /** of the token's end */
    public endLine: number,
    public value = '',
  ) {}
}

export interface Comment {
  /** with its `#` */
  readonly text: string
  /** from 1 */
  readonly line: number
  /** nothing else is on the line */
  readonly alone: boolean
}

/** `!!str` for `tag:yaml.org,2002:str`. */
export function shortTag(tag: string): string {
  return tag.replace(/^tag:yaml\.org,2002:/, '!!')
}
