import type {HelmChart, HelmGlobals} from '../kustomization/types.js'

/** Where kustomize looks for a chart, seen from the kustomization: one that it has pulled lies in a folder with its version. */
export function chartFolder({chartHome, name, repo, version}: Partial<Record<keyof (HelmChart & HelmGlobals), unknown>>): string {
  const home = typeof chartHome === 'string' && chartHome !== '' ? chartHome : 'charts'
  const pulled = typeof repo === 'string' && repo !== '' && typeof version === 'string' && version !== ''
  return `${home}/${pulled ? `${String(name)}-${version}/` : ''}${String(name)}`
}
