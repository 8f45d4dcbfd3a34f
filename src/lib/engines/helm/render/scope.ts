import {setOwn} from '../../../formats/json/set-own.js'
import {isObject, type JsonObject} from '../../../formats/json/value.js'
import {Boxed, type Dict} from '../../gotemplate/go/value.js'
import {type Chart, chartName, pathBelow, textOf} from '../chart/chart.js'
import {listOf} from '../chart/metadata.js'
import {goValueOf, sharedValue} from '../values/go-value.js'
import {type Capabilities, capabilitiesValue, LABELS} from './capabilities.js'
import {filesValue} from './files-value.js'
import {VALUES} from './values-type.js'

/** What a release is called and where it stands (helm-engine reference 7). */
export interface ReleaseFacts {
  readonly name: string
  readonly namespace: string
  readonly revision: number
  readonly isUpgrade: boolean
}

/** One chart's place in the tree: the name of its templates begins with `path`. */
export interface ChartScope {
  readonly chart: Chart
  /** `parent/charts/sub` */
  readonly path: string
  /** what dot is; `Template` changes with each file */
  readonly dot: Dict
}

/**
 * The values of dot for a chart and all its subcharts, the topmost first. Maps are shared between a parent's values
 * and a subchart's, as templates may change them.
 */
export function scopesOf(chart: Chart, values: JsonObject, release: ReleaseFacts, capabilities: Capabilities): ChartScope[] {
  const scopes: ChartScope[] = []
  const shared = {
    Release: {
      ...{Name: release.name, Namespace: release.namespace, Service: 'Helm'},
      ...{IsUpgrade: release.isUpgrade, IsInstall: !release.isUpgrade, Revision: BigInt(release.revision)},
    },
    Capabilities: capabilitiesValue(capabilities),
  }
  const visit = (inner: Chart, own: Dict, path: string, isRoot: boolean): Dict => {
    const subcharts: Dict = {}
    const dot: Dict = {
      Chart: chartValue(inner, isRoot),
      Files: filesValue(inner.files),
      ...shared,
      Values: new Boxed(VALUES, own),
      Subcharts: subcharts,
    }
    scopes.push({chart: inner, path, dot})
    for (const sub of inner.dependencies) {
      const name = chartName(sub)
      const below = own[name]
      const subValues = typeof below === 'object' && below !== null && !(below instanceof Boxed) ? (below as Dict) : {}
      setOwn(subcharts, name, visit(sub, subValues, pathBelow(path, sub), false))
    }
    return dot
  }
  visit(chart, sharedValue(values, new Map()) as Dict, chartName(chart), true)
  return scopes
}

const TEXTS = {
  ...{Name: 'name', Home: 'home', Version: 'version', Description: 'description', Icon: 'icon', APIVersion: 'apiVersion'},
  ...{Condition: 'condition', Tags: 'tags', AppVersion: 'appVersion', KubeVersion: 'kubeVersion', Type: 'type'},
} as const

/** `.Chart`: Chart.yaml under the names of Go's fields. */
function chartValue({metadata}: Chart, isRoot: boolean): Dict {
  const value: Dict = {}
  for (const [field, key] of Object.entries(TEXTS)) value[field] = textOf(metadata, key)
  value.Sources = listOf(metadata.sources).map(String)
  value.Keywords = listOf(metadata.keywords).map(String)
  value.Maintainers = listOf(metadata.maintainers).filter(isObject).map(maintainer)
  value.Dependencies = listOf(metadata.dependencies).filter(isObject).map(dependency)
  value.Deprecated = metadata.deprecated === true
  value.Annotations = isObject(metadata.annotations) ? new Boxed(LABELS, {...metadata.annotations}) : new Boxed(LABELS, null)
  value.IsRoot = isRoot
  return value
}

function maintainer(entry: JsonObject): Dict {
  return {Name: textOf(entry, 'name'), Email: textOf(entry, 'email'), URL: textOf(entry, 'url')}
}

function dependency(entry: JsonObject): Dict {
  return {
    ...{Name: textOf(entry, 'name'), Version: textOf(entry, 'version'), Repository: textOf(entry, 'repository')},
    ...{Condition: textOf(entry, 'condition'), Tags: listOf(entry.tags).map(String), Enabled: entry.enabled === true},
    ImportValues: goValueOf([...listOf(entry['import-values'])]),
    Alias: textOf(entry, 'alias'),
  }
}
