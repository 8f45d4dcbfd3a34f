import {type Command, Config, Help, type Interfaces} from '@oclif/core'
import type {PackageJson} from './host.js'

const EXAMPLES_OF_A_GROUP = 3

/** The flags that all commands take, as the first one has them. */
function commonFlags([first, ...others]: readonly Command.Loadable[]): Command.Loadable['flags'] {
  const common = Object.entries(first?.flags ?? {}).filter(([name]) => others.every(({flags}) => Object.hasOwn(flags, name)))
  return Object.fromEntries(common.map(([name, flag]) => [name, {...flag}]))
}

/** Help into a buffer instead of stdout. */
class BufferedHelp extends Help {
  text = ''

  /** Without a group that is a command itself: the root's help names it among these. */
  protected override get sortedTopics() {
    return super.sortedTopics.filter(({name}) => name.includes(':') || !this.config.findCommand(name))
  }

  /** What a group holds, the flags that all of it takes, and what may be typed. */
  protected override async showTopicHelp(topic: Interfaces.Topic): Promise<void> {
    // oclif writes other ids into them
    const inside = this.sortedCommands.filter(({id}) => id.startsWith(`${topic.name}:`))
    await super.showTopicHelp(topic)
    const [first] = inside
    if (!first) return
    // aliases are commands of their own here, with the same examples
    const examples = [...new Set(inside.flatMap((command) => command.examples?.[0] ?? []))].slice(0, EXAMPLES_OF_A_GROUP)
    const group = {...first, id: topic.name, args: {}, aliases: [], description: '', flags: commonFlags(inside), examples}
    const text = this.getCommandHelpClass(group).generate()
    const start = /^(?:GLOBAL )?FLAGS$/m.exec(text)?.index
    if (start !== undefined) this.log(text.slice(start))
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
