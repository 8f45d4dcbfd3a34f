import {replayCorpus} from './corpus.js'

replayCorpus('sources', (name) => name.startsWith('git-'))
