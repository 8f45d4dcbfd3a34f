import type {Token} from './token.js'

/** A syntax error as go-yaml reports it; lines count from 0. */
export class YamlFault extends Error {
  constructor(
    readonly problem: string,
    readonly scanner: boolean,
    readonly contextLine: number,
    readonly problemLine: number,
    /** where it is, also when go-yaml does not say so */
    readonly line = problemLine,
  ) {
    super(problem)
  }

  /**
   * go-yaml's text without its `yaml: ` prefix. Version 3 names the line where the construct began, version 2 the line of
   * the problem; both name one line too few for what the parser (not the scanner) finds.
   */
  text(version: 2 | 3): string {
    const extra = this.scanner ? 1 : 0
    let line: number
    if (version === 3)
      line = this.contextLine !== 0 ? this.contextLine + extra : this.problemLine !== 0 ? this.problemLine + extra : 0
    else line = this.problemLine !== 0 ? this.problemLine + extra : this.contextLine
    return `${line === 0 ? '' : `line ${line}: `}${this.problem}`
  }
}

export function problem(text: string, token: Token): YamlFault {
  return new YamlFault(text, false, 0, token.line)
}
