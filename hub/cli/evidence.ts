import type { Command } from 'commander';
import { verifyPackage } from '../media/evidence/verify-package.ts';

/** `hub evidence verify`: needs no server and no database. */
export default (program: Command): void => {
  const evidence = program.command('evidence').description('Check evidence packages.');
  evidence
    .command('verify')
    .description('Check the seal and every file of a package; ends with 1 when anything differs.')
    .argument('<file>', 'the ZIP')
    .option(
      '--fingerprint <hex>',
      'of the hub it must come from, as written down or from /.well-known/evidence-seal.json',
    )
    .action(async (file: string, { fingerprint }: { fingerprint?: string }) => {
      const { problems, files, manifest, signature } = await verifyPackage(file);
      const all = [...problems];
      if (fingerprint !== undefined && fingerprint !== signature.fingerprint) {
        all.push(`signature.json: sealed by ${signature.fingerprint}, not by ${fingerprint}`);
      }
      console.log(
        `package ${manifest.id} of ${manifest.hub.name}, ${manifest.createdAt}, ordered by ${manifest.createdBy}`,
      );
      console.log(`${files} files, seal ${signature.fingerprint}`);
      for (const problem of all) console.error(problem);
      console.log(
        all.length > 0
          ? `${all.length} things are not as they were sealed`
          : fingerprint === undefined
            ? 'everything is as it was sealed; anybody can seal, so compare the seal with the one written down'
            : 'everything is as it was sealed',
      );
      if (all.length > 0) process.exitCode = 1;
    });
};
