import {LimitExceeded} from '../../../errors/flux-error.js'
import {KustomizeError} from '../error.js'
import type {Charts} from '../plugins/charts.js'
import type {Grow} from '../resource/growth.js'
import {typesDocument} from '../schema/document.js'
import {BuildSchemas} from '../schema/schema.js'
import type {BuildOptions} from './build.js'

export interface Warning {
  readonly message: string
  readonly file?: string | undefined
  readonly line?: number | undefined
}

export interface Limits {
  /** bytes of all resource files together; as many characters may be put together by generators, vars, prefixes and the like */
  readonly bytes?: number | undefined
  /** resources that a build may hold */
  readonly resources?: number | undefined
  /** keys and values of all of them together, copies included */
  readonly values?: number | undefined
  /** times that a kustomization may be entered: a base that several name counts each time */
  readonly visits?: number | undefined
}

const DEFAULT_LIMITS = {bytes: 256 * 1024 * 1024, resources: 200_000, values: 10_000_000, visits: 50_000}

/** Bases in a row: each takes some dozen calls. */
const MAX_DEPTH = 300

/** What all kustomizations of one build share. */
export class BuildState {
  readonly schemas: BuildSchemas
  readonly warnings: Warning[] = []
  #bytes = 0
  #resources = 0
  #values = 0
  #characters = 0
  #visits = 0
  #depth = 0
  #schemasChosen = false

  private readonly limits: Limits

  constructor(
    private readonly options: BuildOptions,
    readonly charts?: Charts | undefined,
  ) {
    this.limits = options.limits ?? {}
    this.schemas = new BuildSchemas(options.keepsBuiltinTypes)
  }

  warn(warning: Warning): void {
    this.warnings.push(warning)
    this.options.onWarning?.(warning)
  }

  /** @throws the reason once the caller has lost interest */
  check(): void {
    this.options.signal?.throwIfAborted()
    this.options.checkpoint?.()
  }

  /** A kustomization is entered. @throws LimitExceeded when bases name each other so often that no build would end */
  enter(): void {
    this.check()
    const limit = this.limits.visits ?? DEFAULT_LIMITS.visits
    if (++this.#visits > limit) {
      throw new LimitExceeded(`this build enters kustomizations more than ${limit} times: bases are named again and again`)
    }
  }

  /** Runs what belongs to a kustomization that another one names. @throws LimitExceeded before the stack of calls ends */
  below<T>(action: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw new LimitExceeded(`more than ${MAX_DEPTH} bases in a row, each named by the one before`)
    try {
      return action()
    } finally {
      this.#depth--
    }
  }

  /** @throws LimitExceeded */
  count(bytes: number): void {
    this.#bytes += bytes
    const limit = this.limits.bytes ?? DEFAULT_LIMITS.bytes
    if (this.#bytes > limit) throw new LimitExceeded(`the resource files of this build are larger than ${limit} bytes`)
  }

  /** @throws LimitExceeded when one build reads or generates more objects than it may hold */
  countResources(count: number): void {
    this.#resources += count
    const limit = this.limits.resources ?? DEFAULT_LIMITS.resources
    if (this.#resources > limit) throw new LimitExceeded(`this build has more than ${limit} resources`)
  }

  /** @throws LimitExceeded when the resources of one build hold more values than memory does, or longer texts */
  readonly grow: Grow = (values, characters = 0) => {
    this.#values += values
    const limit = this.limits.values ?? DEFAULT_LIMITS.values
    if (this.#values > limit) throw new LimitExceeded(`the resources of this build hold more than ${limit} values`)
    this.#characters += characters
    const longest = this.limits.bytes ?? DEFAULT_LIMITS.bytes
    if (this.#characters > longest)
      throw new LimitExceeded(`the texts that this build puts together are longer than ${longest} characters`)
  }

  /** As in kustomize the first kustomization that names types decides for the whole build; the root comes first. */
  chooseSchemas(version: string | undefined, document: string | undefined, isRoot: boolean): void {
    if (this.#schemasChosen && !isRoot) return
    if (document !== undefined) {
      if (version !== undefined) throw new KustomizeError('builtin version and custom schema provided, cannot use both')
      this.#schemasChosen = true
      this.schemas.use(() => typesDocument(document))
      return
    }
    if (version === undefined || version === '') return
    if (version !== 'v1.21.2' && version !== 'v1212') throw new KustomizeError('the specified OpenAPI version is not built in')
    this.#schemasChosen = true
  }
}
