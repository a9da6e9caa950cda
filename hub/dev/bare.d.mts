/** Install the Debian packages that are missing, or say the one command that does and end this process. */
export function ensurePackages(names: readonly string[]): Promise<void>;
/** Build the browser code when its sources changed; ends this process when it does not build. */
export function ensureBuild(): Promise<void>;
