import { refusalOf } from './receipt.ts';

/** An error as `application/problem+json`, for protocols that have no words of their own for it. */
export const problemOf = (error: unknown): Response => {
  const { status, message, headers } = refusalOf(error);
  return Response.json(
    { title: message, status },
    { status, headers: { ...headers, 'content-type': 'application/problem+json' } },
  );
};
