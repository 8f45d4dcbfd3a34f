import type {Interfaces} from '@oclif/core'
import type {BuildOptions} from '../../lib/actions/build/build-options.js'
import type {Session} from '../base.js'
import {boolFlag, listFlag, mapFlag, textFlag} from './flag-types.js'

/** What `flux build kustomization` and `flux diff kustomization` have in common (cli reference 7.1). */
export const BUILD_FLAGS = {
  path: textFlag({summary: 'folder of the manifests'}),
  'kustomization-file': textFlag({summary: 'local file with the Flux Kustomization'}),
  'ignore-paths': listFlag({delimiter: ',', summary: 'paths to leave out, in .gitignore syntax'}),
  'strict-substitute': boolFlag({summary: 'fail for a variable that is not set and has no default'}),
  recursive: boolFlag({char: 'r', summary: 'go into the Kustomizations that it yields'}),
  'local-sources': mapFlag({summary: 'folders of sources for --recursive: Kind/namespace/name=folder'}),
  'in-memory-build': boolFlag({summary: 'read nothing outside of the working directory'}),
  'substitute-from': listFlag({summary: 'file with ConfigMaps and Secrets that variables come from, can be repeated'}),
}

/** What a builder without a time limit takes (ms), as in flux. */
const BUILD_TIMEOUT = 80_000

/** `--timeout` of a build (ms): none at all means the builder's own, a time that is over stays so. */
export const buildTimeout = ({timeout}: {readonly timeout: number}) => timeout || BUILD_TIMEOUT

type BuildFlags = Interfaces.InferredFlags<typeof BUILD_FLAGS>

/** What the actions need to know of these flags. */
export async function buildOptions(session: Session<BuildFlags>, checked: {name: string; path: string}): Promise<BuildOptions> {
  const {flags} = session
  return {
    ...checked,
    namespace: await session.namespace(),
    kustomizationFile: flags['kustomization-file'] || undefined,
    ignorePaths: flags['ignore-paths'] ?? [],
    strictSubstitute: flags['strict-substitute'],
    recursive: flags.recursive,
    localSources: new Map(flags['local-sources']?.flat()),
    inMemoryBuild: flags['in-memory-build'],
    ignoreNotFound: false,
    substituteFrom: flags['substitute-from'] ?? [],
  }
}
