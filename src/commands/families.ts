import type {Command} from '@oclif/core'

type Commands = Readonly<Record<string, Command.Class>>

/**
 * The commands below a first word, for the words that people and scripts type most: a line that begins with one of them starts
 * without all others, which take as long to make as Node takes to start.
 */
const FAMILIES: Readonly<Record<string, () => Promise<Commands>>> = {
  get: async () => (await import('./verbs/get-commands.js')).GET_COMMANDS,
  export: async () => (await import('./verbs/export-commands.js')).EXPORT_COMMANDS,
  delete: async () => (await import('./verbs/delete.js')).DELETE_COMMANDS,
  reconcile: async () => (await import('./verbs/reconcile.js')).RECONCILE_COMMANDS,
  suspend: async () => (await import('./verbs/suspend.js')).SUSPEND_COMMANDS,
  resume: async () => (await import('./verbs/suspend.js')).RESUME_COMMANDS,
  create: async () => (await import('./create/index.js')).CREATE_COMMANDS,
  build: async () => (await import('./build-commands.js')).BUILD_COMMANDS,
  diff: async () => ({
    'diff:kustomization': (await import('./manifests/diff-kustomization.js')).DiffKustomization as unknown as Command.Class,
  }),
}

/** All commands below `word` when it is the first of a line; every command there is for any other word. */
export async function commandsBelow(word: string | undefined): Promise<Commands> {
  const family = word !== undefined && Object.hasOwn(FAMILIES, word) ? FAMILIES[word] : undefined
  return family ? family() : (await import('./index.js')).COMMANDS
}
