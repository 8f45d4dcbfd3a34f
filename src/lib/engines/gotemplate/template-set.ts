import {goQuote} from '../../errors/go-quote.js'
import {Frame, type Passage, type Run} from './compile/frame.js'
import type {Statement} from './compile/statements.js'
import type {Engine} from './engine.js'
import {TemplateError} from './error.js'
import type {GoValue} from './go/value.js'
import {guarded} from './guarded.js'
import {isEmptyList, type Tree} from './parse/node.js'

/** What a missing key of a map gives: no value, the zero of its type, or an error (Go's option `missingkey`). */
export type MissingKey = 'default' | 'zero' | 'error'

/** Named templates that see each other. */
export class TemplateSet {
  readonly #own = new Map<string, Tree>()

  constructor(
    readonly engine: Engine,
    readonly missingKey: MissingKey,
    private readonly outer?: TemplateSet,
  ) {}

  /**
   * Parses a text under a name; what it defines joins the set. A template that is empty does not take the place of another.
   * @throws TemplateError with file and line
   */
  parse(name: string, text: string): void {
    for (const tree of this.engine.parse(name, text).values()) {
      if (!(isEmptyList(tree.root) && this.lookup(tree.name))) this.#own.set(tree.name, tree)
    }
  }

  lookup(name: string): Tree | undefined {
    return this.#own.get(name) ?? this.outer?.lookup(name)
  }

  names(): string[] {
    return [...new Set([...(this.outer?.names() ?? []), ...this.#own.keys()])]
  }

  /** A set that sees this one and keeps what it parses to itself. The outer one must not parse any more. */
  extend(): TemplateSet {
    return new TemplateSet(this.engine, this.missingKey, this)
  }

  /**
   * The text of a template for a value of dot.
   * @param within the template whose function calls this one, and how
   * @throws TemplateError, LimitExceeded
   */
  execute(name: string, dot: GoValue, run: Run = this.engine.run(), within?: Frame, passage?: Passage): string {
    const tree = this.lookup(name)
    if (!tree)
      throw new TemplateError(`template: no template ${goQuote(name)} associated with template ${goQuote(this.engine.name)}`)
    const frame = new Frame(run, this, tree.name, dot ?? undefined, within ? within.depth + 1 : 0)
    frame.caller = within
    frame.passage = passage
    run.step(1)
    const code = this.engine.codeOf(tree)
    // where the stack overflows there is no room to say so
    if (within === undefined) outermost(run, frame, code)
    else run.within(frame, code)
    return frame.out
  }
}

function outermost(run: Run, frame: Frame, code: Statement): void {
  guarded(
    () => run.within(frame, code),
    () => run.place,
    () => run.endless(),
  )
}
