import type { LeasesTable } from '@mapistore/core';
import type { Db } from '../schema/database.ts';
import type { Flavour } from '../schema/flavour.ts';

export function leases(db: Db, flavour: Flavour): LeasesTable {
  return {
    async beat(session) {
      await flavour
        .orReplace(db.insertInto('sessions').values(session), ['sessionId'], ['host', 'pid', 'expiresAt'])
        .execute();
    },
    sessions: () => db.selectFrom('sessions').selectAll().execute(),
    async end(sessionId) {
      await db.deleteFrom('sessions').where('sessionId', '=', sessionId).execute();
      await db.updateTable('leases').set({ sessionId: null }).where('sessionId', '=', sessionId).execute();
    },
    async acquire(name, sessionId, expiresAt, now) {
      const held = await db.selectFrom('leases').selectAll().where('name', '=', name).executeTakeFirst();
      if (held === undefined) {
        await db.insertInto('leases').values({ name, sessionId, token: 1, expiresAt }).execute();
        return 1;
      }
      if (held.sessionId === sessionId) {
        await db.updateTable('leases').set({ expiresAt }).where('name', '=', name).execute();
        return held.token;
      }
      if (held.sessionId !== null && held.expiresAt > now) return undefined;
      const token = held.token + 1;
      await db.updateTable('leases').set({ sessionId, token, expiresAt }).where('name', '=', name).execute();
      return token;
    },
    async holds(name, token) {
      const row = await db
        .selectFrom('leases')
        .select(['token', 'sessionId'])
        .where('name', '=', name)
        .executeTakeFirst();
      return row !== undefined && row.token === token && row.sessionId !== null;
    },
    async release(name, token) {
      await db
        .updateTable('leases')
        .set({ sessionId: null })
        .where('name', '=', name)
        .where('token', '=', token)
        .execute();
    },
  };
}
