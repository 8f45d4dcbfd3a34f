import type {Command} from '@oclif/core'
import {KINDS} from '../../lib/kinds/registry.js'
import {commandsFor} from '../define.js'
import {getVerb} from './get.js'
import {getAllCommand} from './get-all.js'

const SOURCES = KINDS.filter((row) => row.listWords[0] === 'sources')
const IMAGES = KINDS.filter((row) => row.listWords[0] === 'images')
const IN_ALL = KINDS.filter((row) => !row.notInAll)

/** Every command below `flux get`, by id. */
export const GET_COMMANDS: Readonly<Record<string, Command.Class>> = {
  ...commandsFor(getVerb, KINDS),
  'get:all': getAllCommand('get:all', 'Get the statuses of all Flux objects', IN_ALL, []),
  'get:sources:all': getAllCommand('get:sources:all', 'Get all source statuses', SOURCES, ['get:source:all']),
  'get:images:all': getAllCommand('get:images:all', 'Get all image object statuses', IMAGES, ['get:image:all']),
}
