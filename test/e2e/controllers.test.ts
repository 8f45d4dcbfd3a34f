import {join, resolve} from 'node:path'
import {describe} from 'vitest'
import type {StartController} from '../handover/controller-rig.js'
import {followGit} from '../handover/follow-git.js'
import {severalControllers} from '../handover/several-controllers.js'

const program = join(resolve(import.meta.dirname, '../..'), 'bin/dev.js')

const startOurs: StartController = (processes, name, args, log, env) =>
  processes.start(process.execPath, [program, 'controller', name, ...args], log, env)

describe('our controllers as processes', () => {
  followGit(startOurs)
})

describe('several of our controllers', () => {
  severalControllers(startOurs)
})
