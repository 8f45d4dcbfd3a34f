import type {Command} from '@oclif/core'
import {BaseCommand, type Session} from '../base.js'

const SHELLS = {
  bash: async () => (await import('../../lib/output/completion/bash.js')).BASH_COMPLETION,
  zsh: async () => (await import('../../lib/output/completion/zsh.js')).ZSH_COMPLETION,
  fish: async () => (await import('../../lib/output/completion/fish.js')).FISH_COMPLETION,
  powershell: async () => (await import('../../lib/output/completion/powershell.js')).POWERSHELL_COMPLETION,
}
const USE: Readonly<Record<keyof typeof SHELLS, string>> = {
  bash: 'source <(flux completion bash)',
  zsh: 'flux completion zsh > "${fpath[1]}/_flux"',
  fish: 'flux completion fish > ~/.config/fish/completions/flux.fish',
  powershell: 'flux completion powershell | Out-String | Invoke-Expression',
}

function shellCommand(shell: keyof typeof SHELLS): Command.Class {
  const command = class extends BaseCommand {
    static override id = `completion:${shell}`
    static override summary = `Print the completion script for ${shell}`
    static override usage = `completion ${shell}`
    static override examples = [USE[shell]]

    async execute({host}: Session): Promise<void> {
      await host.out.data(await SHELLS[shell]())
    }
  }
  return command as unknown as Command.Class
}

/** `flux completion SHELL`, by id. */
export const COMPLETION_COMMANDS: Readonly<Record<string, Command.Class>> = {
  'completion:bash': shellCommand('bash'),
  'completion:zsh': shellCommand('zsh'),
  'completion:fish': shellCommand('fish'),
  'completion:powershell': shellCommand('powershell'),
}
