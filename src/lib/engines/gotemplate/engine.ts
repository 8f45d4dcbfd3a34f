import {Patterns} from '../../formats/regex/regex.js'
import {BUILTINS} from './builtins/builtins.js'
import {Compiler} from './compile/compiler.js'
import {type Limits, Run} from './compile/frame.js'
import {Signatures} from './compile/signature.js'
import {compileList, type Statement} from './compile/statements.js'
import type {Environment} from './environment.js'
import type {Functions} from './functions.js'
import type {GoMethod} from './go/types.js'
import {guarded} from './guarded.js'
import {KnownActions} from './parse/known-actions.js'
import type {Tree} from './parse/node.js'
import {parseTemplate} from './parse/parser.js'
import {type MissingKey, TemplateSet} from './template-set.js'

export interface EngineOptions {
  /** beside Go's own; one with the name of a builtin takes its place */
  readonly functions: Functions
  readonly environment: Environment
  readonly limits?: Partial<Limits>
  /** of the root template, for messages about templates that are not there */
  readonly name?: string
}

const LIMITS: Limits = {steps: 8_000_000, bytes: 256 * 1024 * 1024, depth: 100_000}
/** of each of two generations: what is still used survives */
const MOST_TEXTS = 5000

/** Parses and compiles templates once, however often they are executed. Safe to share between renderings. */
export class Engine {
  readonly name: string
  /** compiled regular expressions */
  readonly patterns = new Patterns()
  readonly #options: EngineOptions
  #parsed = new Map<string, ReadonlyMap<string, Tree>>()
  #older: ReadonlyMap<string, ReadonlyMap<string, Tree>> = new Map()
  readonly #functions: ReadonlyMap<string, GoMethod>
  readonly #signatures = new Signatures()
  readonly #actions = new KnownActions()

  constructor(options: EngineOptions) {
    this.#options = options
    this.#functions = new Map(Object.entries(options.functions))
    this.name = options.name ?? 'gotpl'
  }

  set(missingKey: MissingKey = 'default'): TemplateSet {
    return new TemplateSet(this, missingKey)
  }

  /** A fresh count of steps and bytes. */
  run(environment: Environment = this.#options.environment): Run {
    return new Run(this, environment, {...LIMITS, ...this.#options.limits})
  }

  /** The trees of a text, by name. @throws TemplateError */
  parse(name: string, text: string): ReadonlyMap<string, Tree> {
    const key = `${name}\0${text}`
    let trees = this.#parsed.get(key)
    if (trees) return trees
    trees =
      this.#older.get(key) ??
      guarded(
        () => parseTemplate(name, text, (word) => this.#known(word), this.#actions),
        () => name,
      )
    if (this.#parsed.size >= MOST_TEXTS) {
      this.#older = this.#parsed
      this.#parsed = new Map()
    }
    this.#parsed.set(key, trees)
    return trees
  }

  codeOf(tree: Tree): Statement {
    return (tree.code as Statement | undefined) ?? this.#compiled(tree)
  }

  #compiled(tree: Tree): Statement {
    const code = guarded(() => compileList(new Compiler(this.#functions, BUILTINS, this.#signatures), tree.root))
    tree.code = code
    return code
  }

  /** True for a function of the caller or of Go. */
  #known(name: string): boolean {
    return this.#functions.has(name) || BUILTINS.has(name)
  }
}
