import com.adobe.epubcheck.tool.EpubChecker;

/**
 * EPUBCheck over many files in one JVM, with a JSON report beside each file: loading the schemas takes
 * seconds, a small book a tenth of one, and EPUBCheck's own command line takes one file a run. Usage notes
 * are told too.
 */
public class EpubCheckAll {
    public static void main(String[] files) {
        for (String file : files) {
            new EpubChecker().run(new String[] {file, "--quiet", "--usage", "--json", file + ".json"});
        }
    }
}
