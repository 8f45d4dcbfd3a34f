import type {Command} from '@oclif/core'
import {KINDS} from '../../lib/kinds/registry.js'
import {commandsFor} from '../define.js'
import {exportVerb} from './export.js'
import {ExportAll} from './export-all.js'

/** Every command below `flux export`, by id. */
export const EXPORT_COMMANDS: Readonly<Record<string, Command.Class>> = {
  ...commandsFor(exportVerb, KINDS),
  'export:all': ExportAll as unknown as Command.Class,
}
