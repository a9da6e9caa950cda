import mysql, { type ConnectionOptions } from 'mysql2/promise';

/**
 * Whether the database answers, asked on a connection made for it: those of the pool may all be at work. Who asks while
 * another does is told the same.
 *
 * @param patienceMs so long without an answer is none
 */
export const openPulse = (connection: ConnectionOptions, patienceMs = 3_000): (() => Promise<boolean>) => {
  const look = async (): Promise<boolean> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(resolve, patienceMs, false);
    });
    const opening = mysql.createConnection({ ...connection, connectTimeout: patienceMs });
    const asked = opening
      .then((open) => open.query('SELECT 1'))
      .then(
        () => true,
        () => false,
      );
    const answers = await Promise.race([asked, late]);
    clearTimeout(timer);
    // One that hangs takes no leave.
    void opening.then(
      (open) => open.destroy(),
      () => undefined,
    );
    return answers;
  };
  let looking: Promise<boolean> | undefined;
  return () => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
};
