import {missingDependencies} from '../../engines/helm/dependencies/enabled.js'
import {
  arranged,
  type Capabilities,
  type Chart,
  helmEngine,
  type LookupAnswer,
  type LookupKey,
  Lookups,
  renderTemplates,
  schemaChecker,
  type TemplatedChart,
  warningsInto,
} from '../../engines/helm/index.js'
import type {JsonObject} from '../../formats/json/value.js'
import type {HelmReleaseSpec} from '../../kinds/types/helmrelease.gen.js'
import {type Blocking, unguarded} from '../../ports/blocking.js'
import type {Random} from '../../ports/clock.js'
import type {KubeObject} from '../../ports/kube.js'
import {postRendered} from './post-render/post-rendered.js'
import {releaseTarget} from './release-name.js'

/** The name of the task for `ctx.compute`. */
export const RELEASE_TASK = 'helm-release'

/** Everything that the rendering of a HelmRelease depends on; it can be structured-cloned. */
export interface ReleaseTask {
  readonly release: KubeObject
  readonly chart: Chart
  /** the user's values, composed */
  readonly config: JsonObject
  readonly capabilities: Capabilities
  readonly revision: number
  /** what `now` says, milliseconds since the epoch */
  readonly now: number
  /** what the cluster answered so far, by `lookupId`; absent: there is none, `lookup` finds nothing */
  readonly lookups?: ReadonlyMap<string, LookupAnswer> | undefined
}

/** The rendered chart, or what has to be looked up first. */
export type ReleaseAnswer = {readonly rendered: TemplatedChart} | {readonly missed: readonly LookupKey[]}

/**
 * The tasks of this room, for this thread or another: each table keeps compiled templates of its own.
 * @param blocking how templates are run, which let nobody else come in until they are done
 */
export function releaseTasks(
  random: Random,
  blocking: Blocking = unguarded,
): {readonly [RELEASE_TASK]: (task: ReleaseTask) => Promise<ReleaseAnswer>} {
  const engine = helmEngine({now: () => 0, random})
  return {
    [RELEASE_TASK]: async (task) => {
      const lookups = new Lookups(task.lookups ?? new Map())
      const asked = () => task.lookups !== undefined && lookups.missed.length > 0
      try {
        const rendered = await rendering(task, lookups)
        return asked() ? {missed: lookups.missed} : {rendered}
      } catch (error) {
        // it may only have failed because something seemed to be absent
        if (asked()) return {missed: lookups.missed}
        throw error
      }
    },
  }

  async function rendering({release, chart, config, capabilities, revision, now}: ReleaseTask, lookups: Lookups) {
    const spec = release.spec as unknown as HelmReleaseSpec
    const action = revision > 1 ? spec.upgrade : spec.install
    const missing = missingDependencies(chart)
    const options = {
      ...{capabilities, engine, lookup: lookups.lookup, environment: {now: () => now, random}},
      release: {...releaseTarget(release), revision, isUpgrade: revision > 1},
      schemas: action?.disableSchemaValidation ? undefined : await schemaChecker(chart),
    }
    const {files, ...rendered} = blocking(() => renderTemplates(withoutDependencies(chart, missing), config, options))
    const warnings = [...rendered.warnings, ...lacking(chart, missing)]
    const documents = await postRendered(files, {...spec, origin: originOf(release)}, warningsInto(warnings))
    return arranged({...rendered, warnings}, documents, warnings)
  }
}

/** helm-controller, other than helm, installs a chart that lacks some of its dependencies. */
function withoutDependencies(chart: Chart, names: readonly string[]): Chart {
  if (names.length === 0) return chart
  const {dependencies} = chart.metadata
  const present = (dependencies as JsonObject[]).filter(({name}) => !names.includes(String(name)))
  return {...chart, metadata: {...chart.metadata, dependencies: present}}
}

/** Of charts that source-controller added the name is the alias already. */
function lacking(chart: Chart, names: readonly string[]): string[] {
  if (names.length === 0) return []
  const present = new Set(chart.dependencies.map(({metadata}) => metadata.name))
  const gone = (chart.metadata.dependencies as JsonObject[])
    .filter(({name, alias}) => names.includes(String(name)) && !present.has(alias ?? name))
    .map(({name}) => name)
  if (gone.length === 0) return []
  return [
    `the chart has no ${gone.join(', ')} in its charts/ folder, which Chart.yaml lists: helm-controller installs it without`,
  ]
}

/** The labels that tell where an object comes from (helm-controller reference 9). */
export function originOf({metadata}: KubeObject): Readonly<Record<string, string>> {
  return {
    'helm.toolkit.fluxcd.io/name': metadata.name ?? '',
    'helm.toolkit.fluxcd.io/namespace': metadata.namespace ?? 'default',
  }
}
