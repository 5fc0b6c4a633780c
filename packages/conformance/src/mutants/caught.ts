import { type ErrorCode, MapistoreError } from '@mapistore/core';

/** A method that does something else where the sound one refuses with `code`. */
export function caught<Request, Answer>(
  sound: (request: Request) => Promise<Answer>,
  code: ErrorCode,
  instead: (request: Request) => Promise<Answer>,
): (request: Request) => Promise<Answer> {
  return async (request) => {
    try {
      return await sound(request);
    } catch (error) {
      if (MapistoreError.is(error, code)) return instead(request);
      throw error;
    }
  };
}
