import {FluxError} from '../../../errors/flux-error.js'
import type {JsonObject} from '../../../formats/json/value.js'
import {Boxed} from '../../gotemplate/go/value.js'
import {Engine, type Environment, type Limits, SPRIG} from '../../gotemplate/index.js'
import {type Chart, isLibrary} from '../chart/chart.js'
import {textOfFile} from '../chart/read-yaml.js'
import {DURATIONS} from '../functions/durations.js'
import {ENCODING} from '../functions/encoding.js'
import {type Lookup, RENDERING, withLookup} from '../functions/rendering.js'
import {byBytes} from '../output/sort-manifests.js'
import type {Capabilities} from './capabilities.js'
import {renderError} from './render-error.js'
import {type ChartScope, type ReleaseFacts, scopesOf} from './scope.js'
import {VALUES} from './values-type.js'

export interface RenderOptions {
  readonly release: ReleaseFacts
  readonly capabilities: Capabilities
  readonly environment: Environment
  readonly lookup: Lookup
  /** a missing key is an error */
  readonly strict?: boolean | undefined
  readonly limits?: Partial<Limits> | undefined
  /** keeps compiled templates from one rendering to the next; its limits count */
  readonly engine?: Engine | undefined
}

/** An engine with Helm's functions, to be kept where many releases are rendered. */
export function helmEngine(environment: Environment, limits?: Partial<Limits>): Engine {
  return new Engine({
    functions: {...SPRIG, ...ENCODING, ...DURATIONS, ...RENDERING},
    environment,
    ...(limits && {limits}),
    name: 'gotpl',
  })
}

interface Source {
  readonly name: string
  readonly text: string
  readonly scope: ChartScope
  /** parts of the name */
  readonly depth: number
}

/**
 * Renders every template of a chart and its subcharts (helm-engine reference 7).
 * @param values coalesced
 * @returns text by full name of the template, partials left out
 * @throws FluxError `render-failed` in Helm's words; LimitExceeded
 */
export function renderChart(chart: Chart, values: JsonObject, options: RenderOptions): Map<string, string> {
  const sources = sourcesOf(scopesOf(chart, values, options.release, options.capabilities))
  const engine = options.engine ?? helmEngine(options.environment, options.limits)
  const set = engine.set(options.strict ? 'error' : 'zero')
  const rendered = new Map<string, string>()
  try {
    for (const {name, text} of sources) set.parse(name, text)
    const run = withLookup(engine.run(options.environment), options.lookup)
    for (const {name, scope} of sources) {
      if (baseName(name).startsWith('_')) continue
      scope.dot.Template = new Boxed(VALUES, {
        Name: name,
        BasePath: `${scope.path}/templates`,
      })
      rendered.set(name, set.execute(name, new Boxed(VALUES, scope.dot), run).replaceAll('<no value>', ''))
    }
  } catch (error) {
    throw error instanceof FluxError ? renderError(error) : error
  }
  return rendered
}

/**
 * Deep ones first, and of one depth the last name first: of several definitions of one name the last parsed wins. A file that two
 * ways through the charts lead to is rendered once, with the values of the last way.
 */
function sourcesOf(scopes: readonly ChartScope[]): Source[] {
  const sources = new Map<string, Source>()
  for (const scope of scopes) {
    const library = isLibrary(scope.chart)
    for (const file of scope.chart.templates) {
      if (library && !baseName(file.name).startsWith('_')) continue
      const name = `${scope.path}/${file.name}`
      sources.set(name, {name, text: textOfFile(file.data), scope, depth: name.split('/').length})
    }
  }
  return [...sources.values()].sort((a, b) => b.depth - a.depth || byBytes(b.name, a.name))
}

function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1)
}
