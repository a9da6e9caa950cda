/** One connection that is opened when first needed, and opened again after it was lost. */
export interface OpenOnce<C> {
  get(): Promise<C>;
  /** It is of no use any more: the next `get` opens another. */
  forget(): void;
  /** The open connection, if there is one, which is then no longer kept: for closing. */
  taken(): Promise<C | undefined>;
}

/** @param open given what to call when the connection is lost */
export const openOnce = <C>(open: (lost: () => void) => Promise<C>): OpenOnce<C> => {
  let opened: Promise<C> | undefined;
  const forget = () => {
    opened = undefined;
  };
  return {
    get() {
      opened ??= open(forget).catch((error) => {
        forget();
        throw error;
      });
      return opened;
    },
    forget,
    async taken() {
      const connection = await opened?.catch(() => undefined);
      forget();
      return connection;
    },
  };
};
