import type { ConformanceCase } from '../case.ts';
import { bodyCases } from './bodies.ts';
import { cancellationCases } from './cancellation.ts';
import { changeCases } from './changes.ts';
import { concurrencyCases } from './concurrency.ts';
import { descriptionCases } from './description.ts';
import { createFolderCases } from './folders/create.ts';
import { deleteFolderCases } from './folders/delete.ts';
import { listFolderCases } from './folders/list.ts';
import { updateFolderCases } from './folders/update.ts';
import { batchCases } from './items/batches.ts';
import { createCases } from './items/create.ts';
import { deleteCases } from './items/delete.ts';
import { flagCases } from './items/flags.ts';
import { listCases } from './items/list.ts';
import { readCases } from './items/read.ts';
import { transferCases } from './items/transfer.ts';
import { updateCases } from './items/update.ts';
import { kindCases } from './kinds.ts';
import { lifecycleCases } from './lifecycle.ts';
import { modelCases } from './model.ts';
import { queryCases } from './query.ts';

/** Every case of the contract. */
export const cases: readonly ConformanceCase[] = [
  ...descriptionCases,
  ...listFolderCases,
  ...createFolderCases,
  ...updateFolderCases,
  ...deleteFolderCases,
  ...listCases,
  ...readCases,
  ...createCases,
  ...updateCases,
  ...deleteCases,
  ...flagCases,
  ...batchCases,
  ...transferCases,
  ...bodyCases,
  ...kindCases,
  ...changeCases,
  ...queryCases,
  ...cancellationCases,
  ...concurrencyCases,
  ...lifecycleCases,
  ...modelCases,
];
