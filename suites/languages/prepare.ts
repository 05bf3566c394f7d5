import { build } from '../build';
import { tellWhyNot } from '../../test/prerequisite';
import { JAVA_WHY_NOT, prepareJava } from './java';
import { preparePython, PYTHON_WHY_NOT } from './python';

/** Run once before the suite (`globalSetup`): what jsii compiled, packed for Python and compiled for Java. */
export default function prepare(): void {
  build();
  tellWhyNot(PYTHON_WHY_NOT, 'the suite of Python', preparePython(), { optional: true });
  tellWhyNot(JAVA_WHY_NOT, 'the suite of Java', prepareJava(), { optional: true });
}
