declare module '*.vue' {
  import type { DefineComponent } from 'vue';

  const component: DefineComponent<{ record: string }>;
  export default component;
}
