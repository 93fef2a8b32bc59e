#!/usr/bin/env node
// Writes a monorepo of many small services that both Pipeline and Turborepo can build, and commits it.
// usage: generate.mjs DIRECTORY [SERVICES = 1000] [FILES = 100 a service]
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [directory, services = '1000', files = '100'] = process.argv.slice(2);
if (!directory || existsSync(directory)) {
  console.error('generate.mjs: give a directory that does not exist yet');
  process.exit(2);
}

const names = Array.from({ length: Number(services) }, (_, i) => `s${String(i + 1).padStart(4, '0')}`);
const json = value => JSON.stringify(value, null, 2) + '\n';
const write = (path, text) => {
  const file = join(directory, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

const manifest = name => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels:
    app.kubernetes.io/name: ${name}
spec:
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      containers:
        - name: ${name}
          image: 127.0.0.1:5000/monorepo/${name}:0000000 # set by Bump
          ports:
            - containerPort: 8080
          resources:
            limits: { cpu: 500m, memory: 128Mi }
`;

for (const name of names) {
  const folder = `services/${name}`;
  // The same command for both: what is compared is how long it takes not to run it.
  write(`${folder}/package.json`, json({ name, version: '1.0.0', private: true, scripts: { build: 'sh build.sh' } }));
  write(`${folder}/build.sh`, 'mkdir -p dist && cat src/*/*.js >dist/bundle.js && echo "bundled"\n');
  write(`${folder}/Dockerfile`, 'FROM scratch\nCOPY dist/bundle.js /bundle.js\n');
  // Three files are above, one is the manifest.
  for (let i = 0; i < Number(files) - 4; i++)
    write(`${folder}/src/part${Math.floor(i / 10)}/module${i % 10}.js`, `export const id = '${name}-${i}';\n`);
  write(`gitops/manifests/${name}/deployment.yaml`, manifest(name));
}

write('pipeline.yaml', `platform: monorepo\n\nservices:\n${names.map(name => `  ${name}: { language: custom, commands: { compile: [sh, build.sh] } }\n`).join('')}`);
write('package.json', json({ name: 'monorepo', private: true, packageManager: 'npm@10.0.0', workspaces: ['services/*'] }));
const links = names.map(name => [`node_modules/${name}`, { resolved: `services/${name}`, link: true }]);
const packages = names.map(name => [`services/${name}`, { version: '1.0.0' }]);
write('package-lock.json', json({
  name: 'monorepo', lockfileVersion: 3, requires: true,
  packages: { '': { name: 'monorepo', workspaces: ['services/*'] }, ...Object.fromEntries([...links, ...packages]) },
}));
write('turbo.json', json({ tasks: { build: { outputs: ['dist/**'] } } }));
write('.gitignore', 'artifacts/\ndist/\nnode_modules/\n.turbo/\n.nuke/\n');

const git = (...args) => execFileSync('git', ['-C', directory, '-c', 'user.name=Monorepo', '-c', 'user.email=monorepo@example.invalid', '-c', 'commit.gpgSign=false', ...args]);
git('init', '--quiet', '--initial-branch=main');
git('add', '--all');
git('commit', '--quiet', '--message', `${names.length} services`);
console.log(`${directory}: ${names.length} services, ${names.length * Number(files)} files`);
