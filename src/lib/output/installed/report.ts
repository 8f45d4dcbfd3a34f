import type {CheckReport} from '../../actions/install/check.js'
import type {JsonValue} from '../../formats/json/value.js'
import {renderData, renderNames} from '../objects.js'
import {renderTable} from '../table.js'

/** What `flux check` found: as data, by the names of what is installed, or as a table of it; empty when there is nothing to list. */
export async function renderReport(report: CheckReport, format: 'json' | 'yaml' | 'name' | 'wide'): Promise<string> {
  if (format === 'json' || format === 'yaml') return renderData(format, report as unknown as JsonValue)
  const {controllers = [], customResourceDefinitions: definitions = []} = report
  if (controllers.length + definitions.length === 0) return ''
  if (format === 'name') {
    return renderNames([
      ...controllers.map(({name}) => ({apiVersion: 'apps/v1', kind: 'Deployment', name})),
      ...definitions.map(({name}) => ({apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', name})),
    ])
  }
  return renderTable(
    ['Kind', 'Name', 'Ready', 'Version'],
    [
      ...controllers.map(({name, ready, images}) => ['Deployment', name, ready ? 'True' : 'False', images.join(', ')]),
      ...definitions.map(({name, storedVersion = ''}) => ['CustomResourceDefinition', name, '', storedVersion]),
    ],
  )
}
