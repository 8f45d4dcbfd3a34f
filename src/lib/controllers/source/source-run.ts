import {messageOf} from '../../errors/flux-error.js'
import type {ArtifactStore} from '../../ports/artifacts.js'
import type {Context} from '../../ports/context.js'
import type {Log} from '../../ports/observe.js'
import {type Condition, type Draft, deleteCondition, getCondition, markReconciling, setCondition} from '../runtime/conditions.js'
import type {StatusPatcher} from '../runtime/status-patch.js'
import {SourceError} from './source-error.js'

/** What the source reconcilers need of the Context. */
export type SourceContext = Pick<Context, 'kube' | 'git' | 'http' | 'clock' | 'random' | 'tasks' | 'events' | 'metrics'> & {
  readonly artifacts: ArtifactStore
}

/** One run over one object: its draft, and the verbs that steps write it with. */
export class SourceRun {
  constructor(
    readonly context: SourceContext,
    readonly controller: string,
    readonly draft: Draft,
    readonly log: Log,
    readonly signal: AbortSignal,
    private readonly patcher: StatusPatcher,
  ) {}

  get namespace(): string {
    return this.draft.metadata.namespace ?? ''
  }

  get name(): string {
    return this.draft.metadata.name ?? ''
  }

  mark(type: string, status: Condition['status'], reason: string, message: string): void {
    setCondition(this.draft, this.context.clock.now(), {type, status, reason, message})
  }

  unmark(type: string): void {
    deleteCondition(this.draft, type)
  }

  /** Sets a failure condition and returns the error to throw. */
  failure(condition: string | undefined, error: SourceError): SourceError {
    if (condition) this.mark(condition, 'True', error.reason, error.message)
    return error
  }

  /** Reconciling, and Ready unknown too when content is about to change or nothing is known yet (source-controller 2.3). */
  progress(message: string, options: {drift: boolean}): void {
    markReconciling(this.draft, this.context.clock.now(), 'Progressing', message)
    const ready = getCondition(this.draft, 'Ready')
    if (options.drift || !ready || ready.status === 'Unknown') this.mark('Ready', 'Unknown', 'Progressing', message)
  }

  /** Writes what has changed so far. */
  async patch(): Promise<void> {
    try {
      await this.patcher.patch(this.draft)
    } catch (error) {
      throw new SourceError('failed', 'PatchOperationFailed', messageOf(error), {
        cause: error,
      })
    }
  }

  /** The last write of a run; throws what the server says. */
  finalPatch(): Promise<void> {
    return this.patcher.patch(this.draft)
  }

  event(
    type: 'Normal' | 'Warning' | 'Trace',
    reason: string,
    message: string,
    metadata?: Readonly<Record<string, string>>,
  ): void {
    const object = {...this.draft, metadata: {...this.draft.metadata}}
    this.context.events.emit(this.controller, {object, type, reason, message, ...(metadata ? {metadata} : {})})
  }

  /** An event that is only recorded, with the same line in the log. */
  trace(reason: string, message: string): void {
    this.event('Trace', reason, message)
    this.log.info(message)
  }
}
