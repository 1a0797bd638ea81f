import t from 'tap'
import { createMemoryStore } from '../../src/store/memory-store.ts'
import { storeContract } from '../helpers/store-contract.ts'

storeContract(t, createMemoryStore)
