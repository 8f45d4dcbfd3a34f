/** What CNCF's flux does with artifacts, and with plugins; none of it is here yet. */
const ARTIFACT: ReadonlySet<string> = new Set(['build', 'diff', 'list', 'pull', 'push', 'tag'])
const PLUGIN: ReadonlySet<string> = new Set(['delete', 'install', 'list', 'ls', 'search', 'uninstall', 'update', 'upgrade'])
/** Verbs of artifacts alone. */
const OWN: ReadonlySet<string> = new Set(['pull', 'push', 'tag'])

const isArtifact = (word: string | undefined) => /^artifacts?$/.test(word ?? '')

/** What is said of a command that CNCF's flux has and that is not here yet, by the words of a line; empty for all others. */
export function toComeHints([first = '', second]: readonly string[]): string[] {
  if (OWN.has(first) || (ARTIFACT.has(first) && isArtifact(second))) {
    const noun = first === 'list' ? 'artifacts' : 'artifact'
    return [notYet([first, noun], "CNCF's flux does it, with the same folders and registries")]
  }
  if (first === 'plugin' || first === 'plugins') {
    const words = PLUGIN.has(second ?? '') ? ['plugin', second!] : ['plugin']
    return [notYet(words, "CNCF's flux does it; a plugin that is installed runs without: ~/.fluxcd/plugins/flux-NAME")]
  }
  if (first === 'docgen') return ['documentation is not written to files here: flux help COMMAND tells of a command']
  return []
}

/** The same where the noun comes first: `artifact push`, which no flux has. */
export function turnedToComeHints([first, second = '', ...others]: readonly string[]): string[] {
  return isArtifact(first) && ARTIFACT.has(second) ? toComeHints([second, first!, ...others]) : []
}

const notYet = (words: readonly string[], meanwhile: string) => `${['flux', ...words].join(' ')} is not here yet: ${meanwhile}`
