import type {DebugView} from '../actions/inspect/debug.js'
import {printYaml} from '../formats/yaml/print.js'
import {renderData} from './objects.js'

const PAGES: Readonly<Record<string, string>> = {
  Kustomization: 'https://fluxcd.io/flux/components/kustomize/kustomizations/',
  HelmRelease: 'https://fluxcd.io/flux/components/helm/helmreleases/',
}

/** What `flux debug` prints (cli reference 9.6); with a format the part alone, variables as an object. */
export async function renderDebug(view: DebugView, format: 'json' | 'yaml' | undefined): Promise<string> {
  if (format) return renderData(format, view.part === 'vars' ? Object.fromEntries(view.value) : view.value)
  if (view.part === 'values') return printYaml(view.value)
  if (view.part === 'vars') {
    return [...view.value]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value}\n`)
      .join('')
  }
  const anchor = view.part === 'history' ? 'history' : `${view.kind.toLowerCase()}-status`
  const title = view.part === 'history' ? 'History' : 'Status'
  return `# ${title} documentation: ${PAGES[view.kind]}#${anchor}\n${printYaml(view.value)}`
}
