import {Config, Help} from '@oclif/core'
import type {PackageJson} from './host.js'

/** Help into a buffer instead of stdout. */
class BufferedHelp extends Help {
  text = ''

  /** Without a group that is a command itself: the root's help names it among these. */
  protected override get sortedTopics() {
    return super.sortedTopics.filter(({name}) => name.includes(':') || !this.config.findCommand(name))
  }

  protected override log(...args: string[]): void {
    this.text += `${args.join(' ')}\n`
  }
}

/** The help text of the root, a group or a command. */
export async function helpText(path: readonly string[], pjson: PackageJson, root: string): Promise<string> {
  const config = await Config.load({root, pjson: pjson as never, devPlugins: false, userPlugins: false})
  const help = new BufferedHelp(config, {...pjson.oclif.helpOptions, stripAnsi: true, maxWidth: 100})
  await help.showHelp(path.length === 0 ? [] : [path.join(':')])
  return help.text.replaceAll(/[ \t]+$/gm, '').replace(/\n*$/, '\n')
}
